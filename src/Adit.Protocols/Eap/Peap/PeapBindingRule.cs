namespace Adit.Protocols.Eap.Peap;

/// <summary>
/// What becomes of peers that do not answer the crypto-binding TLV. It is always offered, and a wrong answer is always refused.
/// </summary>
public enum PeapBindingRule
{
    /// <summary>They are let in: somebody between them and the server would go unnoticed.</summary>
    Offered,

    /// <summary>They are refused.</summary>
    Required,
}
