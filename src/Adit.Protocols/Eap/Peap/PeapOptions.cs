namespace Adit.Protocols.Eap.Peap;

/// <summary>How PEAP is spoken.</summary>
public sealed record PeapOptions
{
    private static readonly EapType[] _inner = [EapType.MsChapV2]; // one object, so that equal options are equal

    /// <summary>The methods inside, best first; at least one.</summary>
    public IReadOnlyList<EapType> Inner { get; init; } = _inner;

    /// <summary>Whether a peer must bind tunnel and method.</summary>
    public PeapBindingRule CryptoBinding { get; init; } = PeapBindingRule.Offered;
}
