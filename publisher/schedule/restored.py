"""The announcement behind what was released, where its file cannot be read or need not be."""

from publisher.announcements.announcement import Announcement
from publisher.releases.release import Release, copy_written


def restore_announcement(release: Release, path: str, stem: str) -> Announcement:
    """What its author wrote, as far as readers have it: without its rules and the lines of its file."""
    snapshot = release.snapshot
    on_roadmap = snapshot.roadmap is not None and snapshot.milestone is not None
    return Announcement(
        slug=release.name,
        path=path,
        stem=stem,
        saved=release.released,
        milestone=f"{snapshot.roadmap}/{snapshot.milestone}" if on_roadmap else None,
        when=None if on_roadmap else snapshot.when,
        time=snapshot.hours,
        **copy_written(snapshot),
    )
