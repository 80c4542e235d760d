using System.Globalization;
using Adit.Linux.Interop;

namespace Adit.Linux;

/// <summary>What the kernel and the hardware say about the machine's clock.</summary>
public static class SystemClock
{
    private const int TimexLength = 512; // more than struct timex has anywhere
    private const int TimeError = 5;
    private const string HardwareClock = "/sys/class/rtc/rtc0/since_epoch";

    /// <summary>Whether somebody keeps the clock right; null where the kernel does not say.</summary>
    public static unsafe bool? IsSynchronised()
    {
        var timex = stackalloc byte[TimexLength]; // modes = 0: nothing is changed
        new Span<byte>(timex, TimexLength).Clear();
        return Libc.ReadClock(timex) switch
        {
            < 0 => null,
            TimeError => false,
            _ => true,
        };
    }

    /// <summary>The hardware's time; null where there is none to be read.</summary>
    public static DateTimeOffset? ReadHardware()
    {
        try
        {
            return File.Exists(HardwareClock) && long.TryParse(File.ReadAllText(HardwareClock).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
