"""Charts: geometry as frozen values, which templates print as SVG.

Widths are percentages and heights pixels, so a chart fills its column at any width and its letters keep their size. No
chart has a colour or a script; each says in words what it shows, and its page has the same numbers as a table or list.
"""
