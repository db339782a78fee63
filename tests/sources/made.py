"""Files of kinds that no editor writes, made as small as they can be: PDF, WARC, Parquet, feeds, archives."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Harbour Post</title>
<language>en-gb</language><link>https://post.example</link>{items}</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar Pelabuhan</title>
<entry><id>tag:kabar.example,2024:1</id><title>Pasukan ditarik</title><author><name>Siti</name></author>
<updated>2024-05-30T10:00:00Z</updated><link href="https://kabar.example/1"/>
<content type="html">{text}</content></entry></feed>"""


def item(text: str, number: int = 1) -> str:
    return (
        f"<item><guid>post-{number}</guid><title>Troops leave</title><link>https://post.example/{number}</link>"
        f"<pubDate>Thu, 30 May 2024 10:00:00 GMT</pubDate><description>{text}</description></item>"
    )


def pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    """Make a PDF file with a line of text for each line."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        drawn = "".join(f"1 0 0 1 40 {760 - 14 * row} Tm ({line}) Tj " for row, line in enumerate(lines))
        content = f"BT /F1 10 Tf {drawn} ET"
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    objects.append(f"<</Title({title})>>")
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{one}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>\n"
        f"startxref\n{len(body)}\n%%EOF"
    ).encode("latin-1")


def warc(pages: Mapping[str, str], *, packed: bool = False) -> bytes:
    """Make a web archive in which each page is followed by a picture."""
    records = []
    for url, html in pages.items():
        for kind, body in (("text/html; charset=utf-8", html.encode()), ("image/png", b"\x89PNG")):
            answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
                "WARC-Date: 2024-06-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(answer)}\r\n\r\n"
            )
            records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(gzip.compress(one) if packed else one for one in records)


def parquet(rows: Sequence[Mapping[str, object]]) -> bytes:
    import pyarrow
    from pyarrow import parquet as files

    out = io.BytesIO()
    files.write_table(pyarrow.Table.from_pylist([dict(row) for row in rows]), out)
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def html(text: str, title: str = "Troops leave") -> str:
    return (
        f'<html lang="en"><head><title>{title}</title><meta name="author" content="Budi Santoso"></head>'
        f"<body><article><h1>{title}</h1><p>{text}</p><p>{text} Friday.</p></article></body></html>"
    )
