using System.Globalization;
using System.Runtime.InteropServices;

namespace Adit.Linux.Tests;

public sealed unsafe class NativeHeapTests
{
    private const int BlockLength = 16 * 1024;
    private const int Blocks = 8192;
    private const int OneStaysOf = 64;

    [Fact]
    public void What_is_free_between_blocks_in_use_goes_back_to_the_machine()
    {
        var blocks = Enumerable.Range(0, Blocks).Select(_ => Allocate()).ToArray();
        for (var i = 0; i < Blocks; i++)
            if (i % OneStaysOf != 0)
                NativeMemory.Free((void*)blocks[i]);
        var before = ResidentKiB();

        NativeHeap.Trim();

        Assert.True(ResidentKiB() < before - (Blocks * BlockLength / 1024 / 2));
        for (var i = 0; i < Blocks; i += OneStaysOf)
            NativeMemory.Free((void*)blocks[i]);
    }

    private static nint Allocate()
    {
        var block = NativeMemory.Alloc(BlockLength);
        new Span<byte>(block, BlockLength).Fill(1); // or it is not there yet
        return (nint)block;
    }

    private static int ResidentKiB() => int.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
