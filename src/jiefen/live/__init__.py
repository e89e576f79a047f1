"""The plain-ASGI hub beside Django: events down, posts up. The tables are the truth; this only carries news of them."""
