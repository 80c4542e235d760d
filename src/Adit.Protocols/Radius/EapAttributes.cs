namespace Adit.Protocols.Radius;

/// <summary>The attributes that carry EAP (RFC 3579 §3.1) and tie its packets together (RFC 2865 §5.24).</summary>
internal static class EapAttributes
{
    public static void Write(RadiusAttributeWriter writer, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> state)
    {
        writer.Add(RadiusAttributeType.EapMessage, packet);
        if (!state.IsEmpty)
            writer.Add(RadiusAttributeType.State, state);
    }

    /// <summary>Null where there is no EAP-Message. The name is that of the gateway's User-Name; the method's own counts in the end.</summary>
    public static AccessCredentials.Eap? Read(RadiusAttributes attributes)
    {
        if (!attributes.TryGet(RadiusAttributeType.EapMessage, out var packet))
            return null;

        attributes.TryGetBounded(RadiusAttributeType.State, out var state);
        return new AccessCredentials.Eap(attributes.GetText(RadiusAttributeType.UserName) ?? "", packet, state);
    }
}
