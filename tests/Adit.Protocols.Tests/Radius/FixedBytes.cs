namespace Adit.Protocols.Tests.Radius;

/// <summary>Randomness that is none: 1, 2, 3 and so on.</summary>
internal sealed class FixedBytes : IRandomSource
{
    private byte _last;

    public void Fill(Span<byte> destination)
    {
        foreach (ref var octet in destination)
            octet = ++_last;
    }
}
