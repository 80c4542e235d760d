using System.Globalization;
using Adit.Linux.Interop;

namespace Adit.Linux.Tun;

/// <summary>
/// Opens <c>/dev/net/tun</c> for a program that this process is about to become: on many machines root alone may open it, and whoever has
/// it open needs only CAP_NET_ADMIN.
/// </summary>
public static class TunHandOver
{
    /// <summary>The environment variable that holds the numbers of the open files, with commas between.</summary>
    public const string Variable = "ADIT_TUN_FILES";

    /// <summary>
    /// Opens the device for good, as often as it may have queues; the numbers of the files, or null where it cannot be opened: then the program
    /// says why.
    /// </summary>
    public static string? Open()
    {
        var numbers = Enumerable.Range(0, TunDevice.MostQueues).Select(_ => OpenOne()).OfType<string>().ToList();
        return numbers is [] ? null : string.Join(',', numbers);
    }

    private static string? OpenOne()
    {
        var file = Libc.Open(TunControl.DevicePath, Libc.ReadWrite | Libc.NonBlocking);
        if (file.IsInvalid)
            return null;

        var number = file.DangerousGetHandle();
        file.SetHandleAsInvalid(); // it outlives this program
        return number.ToString(CultureInfo.InvariantCulture);
    }
}
