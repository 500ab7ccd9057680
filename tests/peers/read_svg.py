"""Reads every *.svg file of a folder with a strict XML reader and prints, a line each: name, bytes, title, what is not
allowed in a picture under our content policy (scripts, styles, links to elsewhere) or "clean"."""
import pathlib
import sys
import xml.etree.ElementTree as tree

SVG = "{http://www.w3.org/2000/svg}"

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.svg")):
    root = tree.fromstring(path.read_bytes())
    faults = [] if root.tag == f"{SVG}svg" else ["no svg"]
    faults += [] if root.findtext(f"{SVG}desc") else ["no desc"]
    for element in root.iter():
        if element.tag in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject"):
            faults.append(element.tag)
        faults += [name for name in element.attrib if name == "style" or name.startswith("on") or name.endswith("href")]
    said = " ".join(faults) or "clean"
    print(path.stem, path.stat().st_size, said, root.findtext(f"{SVG}title"), sep="\t")
