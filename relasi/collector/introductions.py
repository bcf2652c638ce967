"""What clients ask before they send: where to, with what, and which flags are set.

Only what they need to begin is said; destinations, recordings, surveys and flags are none.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from .sources import Source

ON = {"__default": {"enabled": True, "integrations": {}}}


def segment_settings(source: Source, base: str) -> dict[str, Any]:
    """For analytics.js: it sends to `apiHost`, by `protocol`, with `apiKey`."""
    scheme, _, host = base.partition("://")
    return {
        "integrations": {
            "Segment.io": {
                "apiKey": source.key,
                "apiHost": f"{host}/v1",
                "protocol": scheme,
                "unbundledIntegrations": [],
                "addBundledMetadata": True,
                "maybeBundledConfigIds": {},
                "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
            }
        },
        "plan": {"track": ON, "identify": ON, "group": ON},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }


def source_config(source: Source) -> dict[str, Any]:
    """For RudderStack's browser client."""
    quiet = {"errors": {"enabled": False}, "metrics": {"enabled": False}}
    return {
        "source": {
            "id": str(source.id),
            "name": source.name,
            "writeKey": source.key,
            "enabled": source.is_enabled,
            "workspaceId": "relasi",
            "config": {"statsCollection": quiet},
            "connections": [],
            "destinations": [],
            "dataplanes": {},
        },
        "consentManagementMetadata": {"providers": []},
    }


def flags(version: str) -> dict[str, Any]:
    """For PostHog's clients: no flag is set. From version 2 on flags are one object."""
    both = {
        "errorsWhileComputingFlags": False,
        "featureFlags": {},
        "featureFlagPayloads": {},
        **remote_config(""),
    }
    return both if version in {"", "1"} else {**both, "flags": {}, "quotaLimited": []}


def remote_config(key: str) -> dict[str, Any]:
    return {
        "token": key,
        "supportedCompression": ["gzip", "gzip-js"],
        "hasFeatureFlags": False,
        "captureDeadClicks": False,
        "capturePerformance": {"network_timing": False, "web_vitals": False},
        "autocapture_opt_out": False,
        "autocaptureExceptions": False,
        "analytics": {"endpoint": "/i/v0/e/"},
        "elementsChainAsString": True,
        "sessionRecording": False,
        "heatmaps": False,
        "surveys": False,
        "siteApps": [],
        "config": {"enable_collect_everything": True},
        "isAuthenticated": False,
        "toolbarParams": {},
        "defaultIdentifiedOnly": True,
    }


def remote_script(key: str) -> bytes:
    """The same as a script, for pages that load PostHog's client by a tag."""
    value: Mapping[str, Any] = {"config": remote_config(key), "siteApps": []}
    name = msgspec.json.encode(key)
    configs = b"window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{};"
    entry = b"window._POSTHOG_REMOTE_CONFIG[" + name + b"]=" + msgspec.json.encode(value) + b";"
    return b"(function(){" + configs + entry + b"})();"
