using Adit.Linux.Sockets;

namespace Adit.Client;

/// <summary>The congestion controls that a connection may be told to use.</summary>
public static class CongestionControls
{
    /// <summary>Whether one may be called so.</summary>
    public static bool IsName(string text) => CongestionControl.IsName(text);

    /// <summary>Why this kernel does not offer one, in words; null where it does. One whose module is not loaded is missing, too.</summary>
    public static string? FindFault(string name)
    {
        var available = CongestionControl.Available;
        return available.Contains(name, StringComparer.Ordinal)
            ? null
            : $"This kernel has no congestion control '{name}'; it offers {string.Join(", ", available)}.";
    }
}
