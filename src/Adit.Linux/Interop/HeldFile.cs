using System.Runtime.InteropServices;

namespace Adit.Linux.Interop;

/// <summary>Keeps a handle's file open while its bare number is in use.</summary>
internal readonly ref struct HeldFile
{
    private readonly SafeHandle _handle;

    public HeldFile(SafeHandle handle)
    {
        var held = false;
        handle.DangerousAddRef(ref held);
        _handle = handle;
    }

    public int Number => (int)_handle.DangerousGetHandle();

    public void Dispose() => _handle.DangerousRelease();
}
