using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Interop;

/// <summary>A file that whoever started this process has left open for it, with its number in an environment variable.</summary>
internal static class InheritedFile
{
    /// <summary>Takes the file over, once, and keeps it from our own children; null where there is none.</summary>
    public static SafeFileHandle? Take(string variable)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, null);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;

        var own = Libc.FileControl(number, Libc.DuplicateCloseOnExec, 0);
        if (own < 0)
            return null; // it was closed on the way

        _ = Libc.Close(number);
        return new SafeFileHandle(own, ownsHandle: true);
    }
}
