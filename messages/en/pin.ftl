### The map and the question where the house is.

pin-map-title = Map around { $ward }
pin-map-desc = A simple drawing: the dashed circle is about as large as the ward, the big dot is its middle, small dots are the middles of the wards around it, blue lines are rivers, white boxes are bridges, dashed blue lines are ferries. North is at the top.
