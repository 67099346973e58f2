def percentile(values: list[float], percent: float) -> float:
    """The smallest of the values that so many per cent of them do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * percent / 100))]
