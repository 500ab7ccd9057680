### The public notice board: the first page and the page of each ward.

start-title = An identity card, made at your home
