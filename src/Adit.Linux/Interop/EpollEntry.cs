using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Adit.Linux.Interop;

/// <summary>An <c>epoll_event</c>, which x86-64 packs and other processors do not.</summary>
internal readonly unsafe record struct EpollEntry(EpollEvents Events, ulong Place)
{
    private static readonly int _placeAt = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;

    /// <summary>Bytes of one.</summary>
    public static int Length => _placeAt + sizeof(ulong);

    public static EpollEntry Read(byte* entry) => new((EpollEvents)(*(uint*)entry), Unsafe.ReadUnaligned<ulong>(entry + _placeAt));

    public void Write(byte* entry)
    {
        *(uint*)entry = (uint)Events;
        Unsafe.WriteUnaligned(entry + _placeAt, Place);
    }
}
