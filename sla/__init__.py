"""Business time, milestones, clocks and targets. Pure, and imports nothing of ours."""
