"""What the pages of training share: the day, the guided session, noting, the plan and its changes, questions."""
