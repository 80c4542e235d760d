namespace Adit.Linux.Firewall;

/// <summary>Names of interfaces as rules have them.</summary>
internal static class InterfaceName
{
    /// <summary>In quotation marks; throws for what could be more than a name.</summary>
    public static string Quote(string device)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        return device.Length < 16 && device.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? $"\"{device}\""
            : throw new ArgumentException("An interface's name has 1 to 15 letters, digits, '-', '_' and '.'.", nameof(device));
    }
}
