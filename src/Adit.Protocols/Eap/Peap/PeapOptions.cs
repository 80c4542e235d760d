namespace Adit.Protocols.Eap.Peap;

/// <summary>How PEAP is spoken.</summary>
public sealed record PeapOptions
{
    private static readonly EapType[] _inner = [EapType.MsChapV2]; // one object, so that equal options are equal

    /// <summary>The methods inside, best first; at least one.</summary>
    public IReadOnlyList<EapType> Inner { get; init; } = _inner;

    /// <summary>
    /// Whether a peer must answer the crypto-binding TLV. It is always offered, and a wrong answer always refused; peers that know none
    /// are let in unless it is required.
    /// </summary>
    public bool IsBindingRequired { get; init; }
}
