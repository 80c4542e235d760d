using System.Buffers.Binary;

namespace Adit.Protocols.Radius.Servers;

/// <summary>Numbers from random bytes.</summary>
internal static class RandomNumbers
{
    /// <summary>A number below a limit; so little of it is uneven that a choice among servers does not show it.</summary>
    public static int NextNumber(this IRandomSource random, uint limit)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        random.Fill(bytes);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(bytes) % limit);
    }
}
