using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Adit.Linux;

/// <summary>Whose a file is, which .NET does not tell.</summary>
public static partial class FileOwner
{
    private const int CurrentDirectory = -100;
    private const uint WantUid = 0x8;
    private const int StatxLength = 256;
    private const int UidOffset = 20;

    /// <summary>Whether the file belongs to the user that this process runs as; false where it cannot be told.</summary>
    public static bool IsOurs(string path)
    {
        Span<byte> statx = stackalloc byte[StatxLength];
        var done = Statx(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, WantUid, statx) == 0;
        return done && BinaryPrimitives.ReadUInt32LittleEndian(statx[UidOffset..]) == EffectiveUserId();
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Statx(int directory, ReadOnlySpan<byte> path, int flags, uint mask, Span<byte> result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserId();
}
