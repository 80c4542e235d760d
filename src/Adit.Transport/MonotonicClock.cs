using System.Diagnostics;
using Adit.Protocols;

namespace Adit.Transport;

/// <summary>The time that shells give to cores: it begins with the process and never jumps with the wall clock.</summary>
public static class MonotonicClock
{
    private static readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Now, to 100 ns.</summary>
    public static Moment Now => Moment.Start + Stopwatch.GetElapsedTime(_start);
}
