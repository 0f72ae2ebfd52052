"""Operations on how log-ins are entered: by tokens for programs (`tokens`), by an identity provider (`identities`).

Comes in: what the API was asked. Goes out: values to be shown as JSON.
May ask: planner, shell, and the API's declarations.
"""
