namespace Adit.Protocols.Eap.Ttls;

/// <summary>How TTLS is spoken.</summary>
public sealed record TtlsOptions
{
    private static readonly TtlsMethod[] _methods = [TtlsMethod.Pap, TtlsMethod.MsChapV2]; // one object each, so that equal options are equal
    private static readonly EapType[] _eap = [EapType.MsChapV2];

    /// <summary>The ways inside that are not EAP; the peer chooses.</summary>
    public IReadOnlyList<TtlsMethod> Methods { get; init; } = _methods;

    /// <summary>The EAP methods inside, best first; none where EAP is not allowed there.</summary>
    public IReadOnlyList<EapType> Eap { get; init; } = _eap;
}
