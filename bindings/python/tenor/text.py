"""Texts as Python has them, and as the C library does: UTF-8 in bytes.

A str may hold lone surrogates, which UTF-8 has not. They become bytes that are
no UTF-8, as those of bytes are, and each of both counts as U+FFFD."""
from typing import Any, Dict, Iterable, Union

Text = Union[str, bytes, bytearray, memoryview]
CONTINUATION = bytes(range(0x80, 0xC0))  # bytes inside a character


def encode(text: Text) -> bytes:
    """The bytes of a text. TypeError for what is none."""
    if isinstance(text, str):
        try:
            return text.encode()
        except UnicodeEncodeError:
            return text.encode("utf-8", "surrogatepass")
    if isinstance(text, bytes):
        return text
    if isinstance(text, (bytearray, memoryview)):
        return bytes(text)
    raise TypeError(f"a text is str or bytes, not {type(text).__name__}")


def is_missing(text: Any) -> bool:
    """Whether it stands for a text that is not there: None, and what pandas
    has for it, NaN and NA."""
    if isinstance(text, str):
        return False
    if text is None:
        return True
    if isinstance(text, float):
        return text != text
    return type(text).__name__ == "NAType"


def places(text: Text, data: bytes, offsets: Iterable[int]) -> Dict[int, int]:
    """For offsets in the bytes of a text, the indices in the text itself: the
    same for bytes, those of characters for str."""
    wanted = sorted(set(offsets))
    if not isinstance(text, str) or len(text) == len(data):
        return {offset: offset for offset in wanted}
    found: Dict[int, int] = {}
    at = index = 0
    for offset in wanted:
        index += len(data[at:offset].translate(None, CONTINUATION))
        found[offset] = index
        at = offset
    return found
