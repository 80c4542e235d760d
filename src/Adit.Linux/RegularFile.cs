using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Adit.Linux;

/// <summary>Whether a path is of a regular file, which .NET does not tell: a pipe may be waited for without an end.</summary>
public static partial class RegularFile
{
    private const int CurrentDirectory = -100;
    private const uint WantType = 0x1;
    private const int StatxLength = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xf000;
    private const int Regular = 0x8000;

    /// <summary>Whether it is there and, behind all links, neither pipe, socket, device nor directory.</summary>
    public static bool IsAt(string path)
    {
        Span<byte> statx = stackalloc byte[StatxLength];
        var done = Statx(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, WantType, statx) == 0;
        return done && (BinaryPrimitives.ReadUInt16LittleEndian(statx[ModeOffset..]) & TypeMask) == Regular;
    }

    /// <summary>Throws <see cref="IOException"/> where something else is there; what is not there is for whoever opens it to tell.</summary>
    public static void RefuseOther(string path)
    {
        if (File.Exists(path) && !IsAt(path))
            throw new IOException($"{path} is a pipe or a device, and no regular file.");
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Statx(int directory, ReadOnlySpan<byte> path, int flags, uint mask, Span<byte> result);
}
