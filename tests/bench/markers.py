"""Tables inside pages that people write: what stands between a marker and the
next end is replaced."""

END = "<!-- end -->"


def parts(path, begin):
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        raise SystemExit(f"bench: {error}") from error
    before, found, rest = text.partition(begin)
    _, end, after = rest.partition(END)
    if not found or not end:
        raise SystemExit(f"bench: {path}: no '{begin}' ... '{END}'")
    return before, after


def check(path, begin):
    """Stop with a message when the page has no such place."""
    parts(path, begin)


def write(path, lines):
    """Put lines, the first and last of which are the markers, in their
    place."""
    before, after = parts(path, lines[0])
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + "\n".join(lines) + after)
