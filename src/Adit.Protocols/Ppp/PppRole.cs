namespace Adit.Protocols.Ppp;

/// <summary>Which end of the call a session is.</summary>
public enum PppRole
{
    /// <summary>Authenticates the peer and gives it an address.</summary>
    Server,

    /// <summary>Proves itself, has the server prove itself, and asks for an address.</summary>
    Client,
}
