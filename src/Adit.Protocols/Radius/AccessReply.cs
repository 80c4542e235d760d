using System.Diagnostics.CodeAnalysis;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Radius;

/// <summary>The authority's answer to an <see cref="AccessRequest"/> (RFC 2865 §4.2, §4.3). Secrets are in clear and never print.</summary>
public abstract record AccessReply
{
    private AccessReply()
    {
    }

    /// <summary>Bytes of a <see cref="Trace"/>.</summary>
    public const int MaxTraceLength = 900;

    /// <summary>How policies decided, in lines, for our own records; empty where there is nothing to tell. It stays on this machine.</summary>
    public string Trace { get; init; } = "";

    /// <summary>
    /// Whom an EAP conversation was about where the request named somebody else, such as <c>anonymous</c> outside of a tunnel; empty
    /// otherwise. For our own records alone.
    /// </summary>
    public string InnerIdentity { get; init; } = "";

    /// <summary>A text of the authority for people (RFC 2865 §5.18); null for none, and in a challenge.</summary>
    public string? ReplyMessage { get; init; }

    /// <summary>Reads a message; false where it is neither an accept nor a reject nor a challenge, or lacks what those have.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> message, [NotNullWhen(true)] out AccessReply? reply)
    {
        reply = null;
        if (!RadiusAttributes.TryParse(message, out var code, out var attributes))
            return false;

        reply = code switch
        {
            RadiusCode.AccessAccept => Accept.Read(attributes),
            RadiusCode.AccessReject => Reject.Read(attributes),
            RadiusCode.AccessChallenge => Challenge.Read(attributes),
            _ => null,
        };
        if (reply is not null && attributes.TryGet(RadiusAttributeType.Trace, out var trace) && trace.Length <= MaxTraceLength
            && RadiusAttributes.TryDecode(trace.Span, out var text))
            reply = reply with { Trace = text };
        if (reply is not null)
            reply = reply with { InnerIdentity = attributes.GetText(RadiusAttributeType.InnerIdentity) ?? "" };
        return reply is not null;
    }

    /// <summary>
    /// Reads what another vendor's authority answered. It need not repeat the user's name, and what it does not say of the reason of a
    /// refusal, the E= code tells. An accept of MS-CHAPv2 without its proof and keys is none.
    /// </summary>
    /// <param name="message">Code and attributes, the secrets in clear.</param>
    /// <param name="asked">What was asked.</param>
    /// <param name="reply">The reply; null where it is none.</param>
    public static bool TryParseForeign(ReadOnlyMemory<byte> message, AccessCredentials asked, [NotNullWhen(true)] out AccessReply? reply)
    {
        ArgumentNullException.ThrowIfNull(asked);
        reply = null;
        if (!RadiusAttributes.TryParse(message, out var code, out var attributes))
            return false;

        reply = code switch
        {
            RadiusCode.AccessAccept => Accept.Read(attributes, asked.UserName),
            RadiusCode.AccessReject => Reject.ReadForeign(attributes),
            RadiusCode.AccessChallenge => Challenge.Read(attributes),
            _ => null,
        };
        if (reply is Accept { AuthenticatorResponse: null } && asked is (AccessCredentials.MsChapV2 or AccessCredentials.MsChapV2Changed))
            reply = null;
        return reply is not null;
    }

    /// <summary>The message's code and attributes.</summary>
    public abstract byte[] ToBytes();

    private void WriteRecords(RadiusAttributeWriter writer)
    {
        if (Trace.Length > 0)
            writer.Add(RadiusAttributeType.Trace, Trace);
        if (InnerIdentity.Length > 0)
            writer.Add(RadiusAttributeType.InnerIdentity, InnerIdentity);
    }

    /// <summary>Let them in.</summary>
    /// <param name="Identity">The account's name, which may differ in form from the name that was given.</param>
    /// <param name="ChapIdentifier">The identifier of the response that was checked; 0 without MS-CHAPv2.</param>
    /// <param name="AuthenticatorResponse">The "S=" text of 42 characters (RFC 2759 §5); null for methods that have none.</param>
    /// <param name="Keys">What authentication made, as MS-MPPE-Recv-Key and MS-MPPE-Send-Key.</param>
    public sealed record Accept(string Identity, byte ChapIdentifier, string? AuthenticatorResponse, SessionKeys Keys) : AccessReply
    {
        /// <summary>The address to give; null for one from the gateway's pool.</summary>
        public Ipv4Address? FramedIpAddress { get; init; }

        /// <summary>The IPv6 prefix to give (Framed-IPv6-Prefix); null for one from the gateway's pool.</summary>
        public Ipv6Prefix? FramedIpv6Prefix { get; init; }

        /// <summary>How long the session may last, in whole seconds on the wire; null for no limit.</summary>
        public TimeSpan? SessionTimeout { get; init; }

        /// <summary>How long the session may be idle, in whole seconds on the wire; null for no limit.</summary>
        public TimeSpan? IdleTimeout { get; init; }

        /// <summary>The packet that ends an EAP conversation; empty where there was none.</summary>
        public ReadOnlyMemory<byte> EapPacket { get; init; }

        /// <summary>SHA-256 of the certificate that was signed in with, in capital hexadecimal digits; null for none.</summary>
        public string? Certificate { get; init; }

        /// <summary>What MPPE makes its keys of after MS-CHAP, version 1 (MS-CHAP-MPPE-Keys), 24 bytes; empty after everything else.</summary>
        public ReadOnlyMemory<byte> ChapMppeKeys { get; init; }

        /// <summary>What else the session is to have.</summary>
        public SessionSettings Settings { get; init; } = SessionSettings.None;

        /// <summary>Opaque to the gateway, which returns all of them, in order, in accounting (RFC 2865 §5.25).</summary>
        public IReadOnlyList<ReadOnlyMemory<byte>> Classes { get; init; } = [];

        /// <inheritdoc/>
        public override byte[] ToBytes()
        {
            var writer = new RadiusAttributeWriter(RadiusCode.AccessAccept);
            writer.Add(RadiusAttributeType.UserName, Identity);
            if (AuthenticatorResponse is not null)
                MsChapV2Attributes.WriteSuccess(writer, ChapIdentifier, AuthenticatorResponse);
            WriteKeys(writer);
            if (!ChapMppeKeys.IsEmpty)
                writer.Add(MicrosoftAttributeType.ChapMppeKeys, ChapMppeKeys.Span);
            writer.Add(RadiusAttributeType.FramedIpAddress, FramedIpAddress);
            writer.Add(RadiusAttributeType.FramedIpv6Prefix, FramedIpv6Prefix);
            writer.Add(RadiusAttributeType.SessionTimeout, SessionTimeout);
            writer.Add(RadiusAttributeType.IdleTimeout, IdleTimeout);
            writer.Add(RadiusAttributeType.ReplyMessage, ReplyMessage);
            foreach (var @class in Classes)
                writer.Add(RadiusAttributeType.Class, @class.Span);
            if (Certificate is not null)
                writer.Add(RadiusAttributeType.Certificate, Certificate);
            Settings.Write(writer);
            WriteRecords(writer);
            if (!EapPacket.IsEmpty)
                EapAttributes.Write(writer, EapPacket.Span, default);
            return writer.ToArray();
        }

        /// <summary>Names the identity and says whether there are keys.</summary>
        public override string ToString() => $"{nameof(Accept)} {{ {nameof(Identity)} = {Identity}, {Keys} }}";

        internal static Accept? Read(RadiusAttributes attributes, string? userName = null)
        {
            if ((attributes.GetText(RadiusAttributeType.UserName) ?? userName) is not { } identity || !TryReadKeys(attributes, out var keys)
                || !MsChapV2Attributes.TryReadSuccess(attributes, out var identifier, out var authenticatorResponse)
                || (authenticatorResponse is not null && !keys.AreGenerated) || SessionSettings.Read(attributes) is not { } settings)
                return null;

            attributes.TryGet(RadiusAttributeType.EapMessage, out var packet);
            attributes.TryGet(MicrosoftAttributeType.ChapMppeKeys, out var chapKeys);
            return new Accept(identity, identifier, authenticatorResponse, keys)
            {
                FramedIpAddress = attributes.GetAddress(RadiusAttributeType.FramedIpAddress),
                FramedIpv6Prefix = attributes.GetPrefix(RadiusAttributeType.FramedIpv6Prefix),
                SessionTimeout = attributes.GetSeconds(RadiusAttributeType.SessionTimeout),
                IdleTimeout = attributes.GetSeconds(RadiusAttributeType.IdleTimeout),
                ReplyMessage = attributes.GetText(RadiusAttributeType.ReplyMessage),
                Classes = attributes.GetClasses(),
                Certificate = attributes.GetText(RadiusAttributeType.Certificate),
                Settings = settings,
                ChapMppeKeys = chapKeys,
                EapPacket = packet,
            };
        }

        private void WriteKeys(RadiusAttributeWriter writer)
        {
            if (!Keys.AreGenerated)
                return;

            writer.Add(MicrosoftAttributeType.MppeRecvKey, Keys.Receive.Span);
            writer.Add(MicrosoftAttributeType.MppeSendKey, Keys.Send.Span);
        }

        /// <summary>
        /// Both keys or none; one alone or one of a wrong length is no accept, nor is MS-CHAPv2 without any, since keys that are missing
        /// must never pass for keys that were not made.
        /// </summary>
        private static bool TryReadKeys(RadiusAttributes attributes, out SessionKeys keys)
        {
            keys = SessionKeys.NotGenerated;
            var hasReceive = attributes.TryGet(MicrosoftAttributeType.MppeRecvKey, out var receive);
            var hasSend = attributes.TryGet(MicrosoftAttributeType.MppeSendKey, out var send);
            return (!hasReceive && !hasSend) || SessionKeys.TryCreate(receive, send, out keys);
        }
    }

    /// <summary>Refuse them.</summary>
    /// <param name="Reason">Why, for our records. The peer is not to learn it.</param>
    /// <param name="ChapIdentifier">The identifier of the response that was checked; 0 without MS-CHAPv2.</param>
    /// <param name="Error">The E= code that the peer is told (RFC 2759 §6): 646 to 649, 691 or 709.</param>
    /// <param name="MayRetry">Whether the peer may try again in the same call.</param>
    public sealed record Reject(AccessReason Reason, byte ChapIdentifier, int Error, bool MayRetry) : AccessReply
    {
        /// <summary>The packet that ends an EAP conversation; empty where there was none.</summary>
        public ReadOnlyMemory<byte> EapPacket { get; init; }

        /// <inheritdoc/>
        public override byte[] ToBytes()
        {
            var writer = new RadiusAttributeWriter(RadiusCode.AccessReject);
            MsChapV2Attributes.WriteError(writer, ChapIdentifier, Error, MayRetry);
            writer.Add(RadiusAttributeType.ReplyMessage, ReplyMessage);
            writer.Add(RadiusAttributeType.Reason, (uint)Reason);
            WriteRecords(writer);
            if (!EapPacket.IsEmpty)
                EapAttributes.Write(writer, EapPacket.Span, default);
            return writer.ToArray();
        }

        /// <summary>Another vendor's authority gives no reason number, and for PAP no E= code either.</summary>
        internal static Reject Read(RadiusAttributes attributes)
        {
            var reason = (AccessReason)(attributes.GetNumber(RadiusAttributeType.Reason) ?? (uint)AccessReason.WrongCredentials);
            attributes.TryGet(RadiusAttributeType.EapMessage, out var packet);
            var reject = MsChapV2Attributes.TryReadError(attributes, out var identifier, out var error, out var mayRetry)
                ? new Reject(reason, identifier, error, mayRetry)
                : new Reject(reason, ChapIdentifier: 0, MsChapV2Error.AuthenticationFailure, MayRetry: false);
            return reject with { EapPacket = packet, ReplyMessage = attributes.GetText(RadiusAttributeType.ReplyMessage) };
        }

        internal static Reject ReadForeign(RadiusAttributes attributes)
        {
            var reject = Read(attributes);
            return reject with { Reason = MsChapV2Error.ReasonOf(reject.Error) };
        }
    }

    /// <summary>Ask them on (RFC 2865 §4.4): the next packet of an EAP conversation.</summary>
    /// <param name="EapPacket">For the peer.</param>
    /// <param name="State">To be returned with the peer's answer; opaque to the gateway; may be empty.</param>
    public sealed record Challenge(ReadOnlyMemory<byte> EapPacket, ReadOnlyMemory<byte> State) : AccessReply
    {
        /// <inheritdoc/>
        public override byte[] ToBytes()
        {
            var writer = new RadiusAttributeWriter(RadiusCode.AccessChallenge);
            EapAttributes.Write(writer, EapPacket.Span, State.Span);
            return writer.ToArray();
        }

        /// <summary>Says only what it is.</summary>
        public override string ToString() => nameof(Challenge);

        internal static Challenge? Read(RadiusAttributes attributes) =>
            attributes.TryGet(RadiusAttributeType.EapMessage, out var packet)
                ? new Challenge(packet, attributes.TryGetBounded(RadiusAttributeType.State, out var state) ? state : default)
                : null;
    }
}
