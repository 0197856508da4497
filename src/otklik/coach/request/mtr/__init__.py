"""Reports of mtr and WinMTR in a letter: read, judged, told in words."""

from otklik.coach.request.mtr.judge import Problem, Verdict, judge
from otklik.coach.request.mtr.model import Hop, Report
from otklik.coach.request.mtr.words import told

__all__ = ["Hop", "Problem", "Report", "Verdict", "judge", "told"]
