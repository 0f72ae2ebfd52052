"""What the office does at the door: log-ins for everybody, whom the identity provider vouches for, tokens of programs.

In it: log-ins in bulk with slips to print (`log_ins`), identities bound to log-ins (`identities`), and everybody's
tokens (`tokens`). Endpoints leave the room's name out: `clerks.tokens.home`.
"""
