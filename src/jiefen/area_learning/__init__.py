"""How the area classifier learns from questions: whose words may be used, what an operator made of them, what is in use."""
