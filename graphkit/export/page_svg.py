"""A still drawing as SVG, for papers and for notebooks that run no scripts; its text can be searched."""

from html import escape

from graphkit.export.files import legal
from graphkit.export.page_scene import BACK, NODE, Area, Point, Scene, Stroke, Words


def draw(scene: Scene, title: str = "") -> str:
    """Return a scene as an SVG document; `title` is what a screen reader says."""
    size = f"{scene.wide:.0f} {scene.high:.0f}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{scene.wide:.0f}" '
        'font-family="system-ui, sans-serif" role="img">'
    )
    back = f'<rect width="{scene.wide:.0f}" height="{scene.high:.0f}" fill="{BACK}"/>'
    names = [f"<title>{escape(legal(title))}</title>"] if title else []
    return "\n".join([head, *names, back, *map(_mark, scene.marks), "</svg>"]) + "\n"


def _mark(mark: Stroke | Area | Words) -> str:
    if isinstance(mark, Stroke):
        dash = ' stroke-dasharray="5 4"' if mark.dashed else ""
        return (
            f'<path d="M{_xy(mark.start)}Q{_xy(mark.via)} {_xy(mark.end)}" stroke="{mark.colour}" '
            f'fill="none" opacity="{mark.opacity:g}" stroke-width="{mark.width:.1f}"{dash}/>'
        )
    if isinstance(mark, Area):
        return _area(mark)
    place = ' text-anchor="middle"' if mark.centred else ""
    weight = ' font-weight="600"' if mark.bold else ""
    return (
        f'<text x="{mark.x:.1f}" y="{mark.y:.1f}"{place} font-size="{mark.size:g}"{weight} '
        f'fill="{mark.colour}" stroke="{BACK}" stroke-width="3" paint-order="stroke">'
        f"{escape(legal(mark.text))}</text>"
    )


def _area(area: Area) -> str:
    ink = f'fill="{BACK}" stroke="{NODE}" stroke-width="2"' if area.hollow else f'fill="{area.colour}"'
    faint = f' opacity="{area.opacity:g}"' if area.opacity < 1 else ""
    if not area.points:
        x, y = area.middle
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{area.radius:.1f}" {ink}{faint}/>'
    path = "L".join(_xy(point) for point in area.points)
    return f'<path d="M{path}z" {ink}{faint}/>'


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
