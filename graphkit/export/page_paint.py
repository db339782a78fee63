"""A still drawing as PNG or PDF, painted by matplotlib with the typeface that it brings along."""

import io
import warnings
from typing import TYPE_CHECKING, Any

from graphkit.export.page_scene import BACK, NODE, Area, Scene, Stroke, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCALE = 2  # pixels a unit: sharp in print at the width of a page
UNITS = 72.0  # a unit is a point: 1/72 inch
# Nothing in a file tells when or where it was written.
METADATA = {
    "png": {"Software": "graphkit"},
    "pdf": {"Creator": "graphkit", "Producer": None, "CreationDate": None},
}


def paint(scene: Scene, form: str) -> bytes:
    """Return a scene as a "png" or "pdf" file; the same scene gives the same bytes."""
    import matplotlib as mpl  # takes a second to load: only when a picture is painted
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": "DejaVu Sans", "pdf.fonttype": 42, "path.simplify": False}):
        figure = Figure(figsize=(scene.wide / UNITS, scene.high / UNITS), dpi=UNITS * SCALE)
        {"png": FigureCanvasAgg, "pdf": FigureCanvasPdf}[form](figure)
        figure.patch.set_facecolor(BACK)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, scene.wide)
        axes.set_ylim(scene.high, 0)
        axes.axis("off")
        for order, mark in enumerate(scene.marks):
            _add(axes, mark, order)
        file = io.BytesIO()
        with warnings.catch_warnings():
            # A letter that the typeface lacks is drawn as a box: no reason to trouble the reader.
            warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
            figure.savefig(file, format=form, facecolor=BACK, metadata=METADATA[form])
    return file.getvalue()


def _add(axes: "Axes", mark: Stroke | Area | Words, order: int) -> None:
    from matplotlib.patches import Circle, PathPatch, Polygon
    from matplotlib.path import Path

    if isinstance(mark, Stroke):
        path = Path([mark.start, mark.via, mark.end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        dash: Any = (0, (5 / mark.width, 4 / mark.width)) if mark.dashed else "solid"
        look = {"edgecolor": mark.colour, "linewidth": mark.width, "alpha": mark.opacity, "linestyle": dash}
        axes.add_patch(PathPatch(path, facecolor="none", capstyle="butt", zorder=order, **look))
    elif isinstance(mark, Area):
        ink: dict[str, Any] = {"facecolor": mark.colour, "edgecolor": "none"}
        if mark.hollow:
            ink = {"facecolor": BACK, "edgecolor": NODE, "linewidth": 2}
        ink |= {"alpha": mark.opacity, "zorder": order}
        patch = Polygon(mark.points, **ink) if mark.points else Circle(mark.middle, mark.radius, **ink)
        axes.add_patch(patch)
    else:
        _write(axes, mark, order)


def _write(axes: "Axes", words: Words, order: int) -> None:
    from matplotlib.patheffects import withStroke

    axes.text(
        words.x,
        words.y,
        words.text,
        fontsize=words.size,
        color=words.colour,
        ha="center" if words.centred else "left",
        va="baseline",
        fontweight="bold" if words.bold else "normal",
        parse_math=False,  # "$" is a dollar
        zorder=order,
        path_effects=[withStroke(linewidth=3, foreground=BACK)],
    )
