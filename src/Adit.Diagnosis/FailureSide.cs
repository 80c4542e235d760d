namespace Adit.Diagnosis;

/// <summary>Where a failure is mended.</summary>
public enum FailureSide
{
    /// <summary>On the computer that calls.</summary>
    Client,

    /// <summary>On the path between the two.</summary>
    Network,

    /// <summary>On the gateway.</summary>
    Server,

    /// <summary>In accounts, policies and what they refer to.</summary>
    Policy,

    /// <summary>In certificates, authorities and revocation.</summary>
    Pki,
}
