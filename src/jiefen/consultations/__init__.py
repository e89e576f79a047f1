"""The free lane: questions, who is asked, who answers, the clock, and what people said of it afterwards."""
