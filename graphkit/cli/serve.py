"""The command that serves: a SPARQL endpoint with a page to ask from."""

from typing import Annotated

import typer

from graphkit import settings
from graphkit.cli import options
from graphkit.cli.talk import guarded, say


@guarded
def serve(
    store: options.Store = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", help="The port; 0 takes any that is free.", min=0, max=65535)
    ] = 7880,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds that a query may take.", min=0.1)] = 30,
    launch: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    config: options.Config = None,
) -> None:
    """Serve the graph as a read-only SPARQL 1.1 endpoint, with a page to ask from.

    graphkit serve --store kg --open

    curl 127.0.0.1:7880/query --data-urlencode 'query=ASK { ?who gk:accuses ?whom }'
    """
    from graphkit.store.desk import Desk
    from graphkit.store.endpoint import Endpoint
    from graphkit.store.place import folder
    from graphkit.store.store import GraphStore

    path = folder(settings.load(config, store=store).store, "graphkit serve")
    with GraphStore.open(path) as opened:
        opened.query("ASK {}")
    desk = Desk(path, patience=timeout)
    try:
        endpoint = Endpoint(desk, host, port, title=path.resolve().name)
        print(endpoint.url, flush=True)
        say(f"serving {path} as it is now; queries go to {endpoint.url}query; Ctrl+C ends")
        if not endpoint.local:
            say("other machines may read it, the texts of articles included")
        if launch:
            typer.launch(endpoint.url)
        with endpoint:
            endpoint.serve_forever()
    except KeyboardInterrupt:
        say("ended")
    finally:
        desk.close()
