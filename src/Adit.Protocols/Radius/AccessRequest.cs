using System.Diagnostics.CodeAnalysis;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Radius;

/// <summary>
/// A gateway asks the authority whether someone may enter: the attributes of an Access-Request (RFC 2865 §4.1), typed. Secrets are in
/// clear: the bytes stay inside the machine.
/// </summary>
/// <param name="Credentials">Who the user says they are, and how they prove it.</param>
/// <param name="SessionId">Acct-Session-Id, the gateway's name for the session, here and in its accounting (RFC 2866 §5.5).</param>
/// <param name="Gateway">NAS-Identifier: which gateway asks.</param>
/// <param name="CallingStationId">The client's address, as text.</param>
/// <param name="CorrelationId">MS-RAS-Correlation-ID: the client's own name for its attempt, where it gave one.</param>
public sealed record AccessRequest(
    AccessCredentials Credentials,
    string SessionId,
    string Gateway,
    string CallingStationId,
    Guid? CorrelationId)
{
    /// <summary>What else the request says.</summary>
    public AccessAttributes Attributes { get; init; } = AccessAttributes.OfTunnel;

    /// <summary>The EAP method whose credentials these are, inside of the authority; none where there is none, and never written.</summary>
    public EapType EapMethod { get; init; }

    /// <summary>The name as the authority reads it; null before it has, and never written.</summary>
    public string? Identity { get; init; }

    /// <summary>The name as the user gave it.</summary>
    public string UserName => Identity ?? Credentials.UserName;

    /// <summary>Reads a message of our own gateways; false where it is none, or lacks what every request of theirs has.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> message, [NotNullWhen(true)] out AccessRequest? request)
    {
        request = TryRead(message, isForeign: false, out var attributes, out var credentials)
            && attributes.TryGetText(RadiusAttributeType.AcctSessionId, out var sessionId)
            && attributes.TryGetText(RadiusAttributeType.NasIdentifier, out var gateway)
            && attributes.TryGetText(RadiusAttributeType.CallingStationId, out var callingStationId)
                ? new AccessRequest(credentials, sessionId, gateway, callingStationId, RasCorrelationId.Read(attributes))
                {
                    Attributes = AccessAttributes.Read(attributes),
                    EapMethod = (credentials as AccessCredentials.AuthorizeOnly)?.EapMethod ?? EapType.None,
                }
                : null;
        return request is not null;
    }

    /// <summary>Reads a message of another vendor's gateway, which need not name the session or the caller; those are empty then.</summary>
    /// <param name="message">Code and attributes, the secrets in clear.</param>
    /// <param name="client">What we know of the gateway: what it calls itself proves nothing.</param>
    /// <param name="request">The request; null where it is none, or has no credentials of a kind that we know.</param>
    public static bool TryParseForeign(
        ReadOnlyMemory<byte> message, AccessClient client, [NotNullWhen(true)] out AccessRequest? request)
    {
        ArgumentNullException.ThrowIfNull(client);
        request = TryRead(message, isForeign: true, out var attributes, out var credentials)
            ? new AccessRequest(
                credentials, attributes.GetText(RadiusAttributeType.AcctSessionId) ?? "", client.Name,
                attributes.GetText(RadiusAttributeType.CallingStationId) ?? "", RasCorrelationId.Read(attributes))
            {
                Attributes = AccessAttributes.ReadForeign(attributes, client),
            }
            : null;
        return request is not null;
    }

    /// <summary>The message's code and attributes.</summary>
    public byte[] ToBytes()
    {
        var writer = new RadiusAttributeWriter(RadiusCode.AccessRequest);
        writer.Add(RadiusAttributeType.UserName, Credentials.EncodeUserName());
        WriteCredentials(writer);
        Attributes.WriteService(writer);
        writer.Add(RadiusAttributeType.AcctSessionId, SessionId);
        writer.Add(RadiusAttributeType.NasIdentifier, Gateway);
        writer.Add(RadiusAttributeType.CallingStationId, CallingStationId);
        RasCorrelationId.Write(writer, CorrelationId);
        Attributes.Write(writer);
        return writer.ToArray();
    }

    private static bool TryRead(
        ReadOnlyMemory<byte> message, bool isForeign, out RadiusAttributes attributes, [NotNullWhen(true)] out AccessCredentials? credentials)
    {
        credentials = RadiusAttributes.TryParse(message, out var code, out attributes) && code is RadiusCode.AccessRequest
            ? ReadCredentials(attributes) ?? (isForeign ? null : ReadAuthorizeOnly(attributes))
            : null;
        return credentials is not null;
    }

    private static AccessCredentials? ReadCredentials(RadiusAttributes attributes)
    {
        if (EapAttributes.Read(attributes) is { } eap)
            return eap;
        if (!attributes.TryGetBounded(RadiusAttributeType.UserName, out var name))
            return null;
        if (MsChapV2Attributes.ReadExchange(attributes, name.Span) is { } exchange)
            return new AccessCredentials.MsChapV2(exchange);
        if (ChangeAttributes.Read(attributes, name.Span) is { } change)
            return new AccessCredentials.MsChapV2Changed(change);

        var userName = PeerText.Decode(name.Span, out var isLatin1);
        if (MsChapV1Attributes.ReadExchange(attributes, userName, isLatin1) is { } first)
            return new AccessCredentials.MsChapV1(first);
        if (ChapAttributes.Read(attributes, userName, isLatin1) is { } chap)
            return new AccessCredentials.ChapMd5(chap);

        return attributes.TryGetBounded(RadiusAttributeType.UserPassword, out var password)
            ? new AccessCredentials.Pap(userName, password) { NameIsLatin1 = isLatin1 }
            : null;
    }

    private static AccessCredentials.AuthorizeOnly? ReadAuthorizeOnly(RadiusAttributes attributes)
    {
        if (attributes.GetNumber(RadiusAttributeType.ServiceType) != AccessCredentials.AuthorizeOnly.ServiceType
            || !attributes.TryGetText(RadiusAttributeType.UserName, out var userName)
            || !attributes.TryGet(RadiusAttributeType.ProvenBy, out var proof) || proof.Length != 2 || proof.Span[0] > (byte)PppMethod.Eap)
            return null;

        attributes.TryGetBounded(RadiusAttributeType.State, out var state);
        return new AccessCredentials.AuthorizeOnly(userName, state, (PppMethod)proof.Span[0], (EapType)proof.Span[1]);
    }

    private void WriteCredentials(RadiusAttributeWriter writer)
    {
        switch (Credentials)
        {
            case AccessCredentials.MsChapV2 chap:
                MsChapV2Attributes.WriteExchange(writer, chap.Exchange);
                break;
            case AccessCredentials.MsChapV1 chap:
                MsChapV1Attributes.WriteExchange(writer, chap.Exchange);
                break;
            case AccessCredentials.MsChapV2Changed changed:
                ChangeAttributes.Write(writer, changed.Change);
                break;
            case AccessCredentials.ChapMd5 chap:
                ChapAttributes.Write(writer, chap.Exchange);
                break;
            case AccessCredentials.Eap eap:
                EapAttributes.Write(writer, eap.Packet.Span, eap.State.Span);
                break;
            case AccessCredentials.AuthorizeOnly known:
                if (!known.State.IsEmpty)
                    writer.Add(RadiusAttributeType.State, known.State.Span);
                writer.Add(RadiusAttributeType.ProvenBy, [(byte)known.Method, (byte)known.EapMethod]);
                break;
            case AccessCredentials.Pap pap:
                writer.Add(RadiusAttributeType.UserPassword, pap.Password.Span);
                break;
        }
    }
}
