"""Pictures: measured before they are decoded, placed, written anew without hidden facts."""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ExifTags import GPS, IFD

from apps.documents.domain.files.sniffing import Type
from apps.documents.domain.files.verdicts import Cause, Judged, NotAccepted

MOST_PIXELS: Final = 50_000_000
"""Decoded, that is 200 MB; the main camera of most telephones gives 12 to 50 million."""
LONGEST_SIDE: Final = 30_000
THUMBNAIL: Final = (480, 480)
QUALITY: Final = 92
THUMBNAIL_QUALITY: Final = 82
FORMATS: Final = {Type.JPEG: "JPEG", Type.PNG: "PNG", Type.WEBP: "WEBP"}
EXTENSIONS: Final = {Type.JPEG: "jpg", Type.PNG: "png", Type.WEBP: "webp"}
PLAIN_MODES: Final = ("RGB", "RGBA", "L")


def judge_picture(content: bytes, kind: Type, into: Path) -> Judged:
    """Write the picture anew to `into/kept`, and a small one to `into/thumbnail`.

    Only the colours are carried over: no EXIF, XMP, IPTC, comment, profile, second picture
    or trailing bytes. The orientation is applied, the position is told.

    Raises:
        NotAccepted: too many pixels (known before decoding), or not a whole picture.
    """
    Image.MAX_IMAGE_PIXELS = None  # judged here, with a sentence
    try:
        with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as picture:
            _check_size(*picture.size)
            position = position_of(picture.getexif())
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except NotAccepted:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotAccepted(Cause.BROKEN) from error
    plain = _plain(upright)
    _write(plain, into / "kept", kind)
    small = plain.copy()
    small.thumbnail(THUMBNAIL)
    _flat(small).save(into / "thumbnail", "JPEG", quality=THUMBNAIL_QUALITY)
    return Judged(
        media_type=kind.value,
        extension=EXTENSIONS[kind],
        width=plain.width,
        height=plain.height,
        position=position,
        is_rewritten=True,
        has_thumbnail=True,
    )


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise NotAccepted(
            Cause.TOO_MANY_PIXELS,
            millions=math.ceil(width * height / 10**6),
            most=MOST_PIXELS // 10**6,
        )


def _plain(picture: Image.Image) -> Image.Image:
    """The same colours and nothing else."""
    if picture.mode not in PLAIN_MODES:
        has_holes = "transparency" in picture.info or picture.mode in ("LA", "PA")
        picture = picture.convert("RGBA" if has_holes else "RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _flat(picture: Image.Image) -> Image.Image:
    """On white paper, for a format without holes."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _write(picture: Image.Image, file: Path, kind: Type) -> None:
    match kind:
        case Type.JPEG:
            _flat(picture).save(file, "JPEG", quality=QUALITY, optimize=True)
        case Type.PNG:
            picture.save(file, "PNG")
        case _:
            picture.save(file, "WEBP", quality=QUALITY)


def position_of(exif: Image.Exif) -> tuple[float, float] | None:
    """Longitude and latitude (EPSG:4326) that a camera wrote; None when it makes no sense.

    Source: Exif 2.32, 4.6.6 (GPS attributes).
    """
    try:
        tags = exif.get_ifd(IFD.GPSInfo)
        latitude = _degrees(tags[GPS.GPSLatitude], str(tags[GPS.GPSLatitudeRef]), "S")
        longitude = _degrees(tags[GPS.GPSLongitude], str(tags[GPS.GPSLongitudeRef]), "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OSError):
        return None
    is_known = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude)
    return (longitude, latitude) if is_known else None


def _degrees(parts: Any, reference: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        raise ValueError(value)
    return round(-value if reference.strip("\0 ").upper() == negative else value, 7)
