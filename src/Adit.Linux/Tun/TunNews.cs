namespace Adit.Linux.Tun;

/// <summary>What a <see cref="TunWatch"/> tells of its device.</summary>
public enum TunNews
{
    /// <summary>A packet can be read.</summary>
    Readable,

    /// <summary>The interface was removed: nothing will ever come again.</summary>
    Gone,
}
