"""What `briefbot doctor` looks at: the Slack app, the destinations, and a message of its own.

Each check returns findings: a sentence each, and whether something must change.
"""

from briefbot.doctor.examine import examine
from briefbot.doctor.finding import Finding, Grade

__all__ = ["Finding", "Grade", "examine"]
