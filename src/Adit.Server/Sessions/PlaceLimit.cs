namespace Adit.Server.Sessions;

/// <summary>The limits that leave no place for a session, as the configuration calls them. Records hold which one it was.</summary>
internal static class PlaceLimit
{
    /// <summary>The fact of an attempt that names what refused it.</summary>
    public const string Fact = "refused";

    /// <summary>All sessions together.</summary>
    public const string Sessions = "limits.sessions";

    /// <summary>Those over SSTP.</summary>
    public const string Sstp = "limits.ports.sstp";

    /// <summary>SSTP has no place at all, on purpose.</summary>
    public const string Off = "off";

    /// <summary>An administrator has the server take no new call.</summary>
    public const string Draining = "draining";
}
