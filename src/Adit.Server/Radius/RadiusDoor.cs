namespace Adit.Server.Radius;

/// <summary>What a port is for.</summary>
internal enum RadiusDoor
{
    /// <summary>UDP 1812 by custom.</summary>
    Authentication,

    /// <summary>UDP 1813 by custom.</summary>
    Accounting,

    /// <summary>UDP 3799 by custom: others' wishes about sessions.</summary>
    DynamicAuthorization,
}
