### When somebody asks too often, or when very many ask at once.

limits-title = One moment, please
limits-lead = There were too many requests from this network. Please wait { $minutes } min and try again. What was sent is not lost.
limits-call = You do not want to wait? Call
limits-pause-title = One moment, please, then go on
limits-pause-lead = Very many people send requests right now. This step keeps places for real families and not for machines.
limits-pause-wait = Please wait { $minutes } min and then press the button below.
limits-working = Your device is being checked, usually for a few seconds.
limits-done = Done. Please press the button below.
limits-pause-go = Go on
limits-not-yet = Not yet. Please wait about { $minutes } min more and press again.
limits-worthless = This wait is over or was used before. Please wait once more.
