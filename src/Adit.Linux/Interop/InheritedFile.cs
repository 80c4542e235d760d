using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Interop;

/// <summary>Files that whoever started this process has left open for it, with their numbers in an environment variable.</summary>
internal static class InheritedFile
{
    /// <summary>Takes the files over, once, and keeps them from our own children; none where there are none.</summary>
    public static IReadOnlyList<SafeFileHandle> TakeAll(string variable)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, null);
        return [.. (text ?? "").Split(',').Select(Take).OfType<SafeFileHandle>()];
    }

    private static SafeFileHandle? Take(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;

        var own = Libc.FileControl(number, Libc.DuplicateCloseOnExec, 0);
        if (own < 0)
            return null; // it was closed on the way

        _ = Libc.Close(number);
        return new SafeFileHandle(own, ownsHandle: true);
    }
}
