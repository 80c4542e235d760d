namespace Adit.Linux.Tun;

/// <summary>Why a wait on a TUN device ended.</summary>
public enum TunWait
{
    /// <summary>The time given has passed and nothing came.</summary>
    TimedOut,

    /// <summary>A packet can be read.</summary>
    Readable,

    /// <summary>The wake event was set: somebody wants the reader's attention.</summary>
    Woken,

    /// <summary>The interface was removed: nothing will ever come again.</summary>
    Gone,
}
