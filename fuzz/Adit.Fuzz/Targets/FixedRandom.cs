using Adit.Protocols;

namespace Adit.Fuzz.Targets;

/// <summary>The same bytes always, so that a script can hold the answer to a nonce.</summary>
internal sealed class FixedRandom : IRandomSource
{
    public void Fill(Span<byte> destination) => destination.Fill(7);
}
