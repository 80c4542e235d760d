using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Protocols;

namespace Adit.Server.Control;

/// <summary>Says in words why a command on certificates was not done.</summary>
public static class CertificateProblems
{
    /// <summary>What our CA refuses.</summary>
    public static ControlException Of(IssuingFailure failure) => failure switch
    {
        IssuingFailure.RequestUnreadable unreadable => Problem(ControlFault.Invalid, failure,
            $"That is no request for a certificate (PKCS #10): {unreadable.Problem}", "Make one with 'openssl req -new' or certreq, and give its PEM or DER file."),
        IssuingFailure.NotProven => Problem(ControlFault.Invalid, failure,
            "The request is not signed with the key that it names.", "Have it made anew where the key is, and transferred whole."),
        IssuingFailure.WeakKey weak => Problem(ControlFault.Invalid, failure,
            $"The request's key is {weak.Key}.", "Make one with P-256, P-384, P-521 or RSA of 2048 to 8192 bits."),
        IssuingFailure.NameRefused refused => Problem(ControlFault.Invalid, failure,
            $"A certificate of the kind '{refused.Template}' cannot name '{refused.Name}'.",
            "Servers have DNS names and addresses, devices DNS names, users one account or user principal name, and perhaps --email."),
        IssuingFailure.NameMissing => Problem(ControlFault.Invalid, failure,
            "Neither the command nor the request names anybody that this kind of certificate can name.", "Give a name in the command."),
        IssuingFailure.SidInvalid invalid => Problem(ControlFault.Invalid, failure,
            $"'{invalid.Sid}' is no security identifier of a user or device.", "Give one such as S-1-5-21-1004336348-1177238915-682003330-1103; servers have none."),
        IssuingFailure.NotIssued notIssued => Problem(ControlFault.NotFound, failure,
            $"Our CA has not issued a certificate '{notIssued.Certificate}'.", "See their serial numbers with 'adit ca list'."),
        IssuingFailure.AlreadyRevoked revoked => Problem(ControlFault.Conflict, failure,
            $"The certificate {revoked.Serial} was revoked at {revoked.RevokedUtc:u}.", "Issue a new one with 'adit ca issue'."),
        IssuingFailure.LifeRefused life => Problem(ControlFault.Invalid, failure,
            $"A certificate of the kind '{life.Template}' lives from 1 to {life.MaxDays} days.", "Give fewer days, or leave --days out."),
        _ => Problem(ControlFault.Failed, failure, failure.Code, "See 'adit explain " + failure.Code + "'."),
    };

    /// <summary>What the stores refuse.</summary>
    public static ControlException Of(StoreFailure failure) => failure switch
    {
        StoreFailure.Unreadable unreadable => Problem(ControlFault.Invalid, failure,
            $"The file holds neither a certificate nor a key that can be read: {unreadable.Problem}", "Give PEM, DER or PKCS #12."),
        StoreFailure.WrongPassword => Problem(ControlFault.Denied, failure,
            "The file is protected with another password, or with one and none was given.", "Give it with --password-file or --password-stdin."),
        StoreFailure.BeyondMeasure beyond => Problem(ControlFault.Invalid, failure,
            $"The file has {beyond.What}.", "Export it anew from where it came; with openssl, leave -iter out."),
        StoreFailure.KeyMissing missing => Problem(ControlFault.Invalid, failure,
            $"The private key of {missing.Subject} is neither in the file nor among the pending requests, so nobody could use it.",
            "Import PKCS #12, or PEM with the key; or make a request with 'adit cert request' and import the answer to that one."),
        StoreFailure.CertificateMissing => Problem(ControlFault.Invalid, failure,
            "The file has a key and no certificate.", "Give a file that has both: 'cat server.crt server.key > both.pem'."),
        StoreFailure.KeyMismatch mismatch => Problem(ControlFault.Invalid, failure,
            $"The private key does not belong to {mismatch.Subject}.",
            "Give the key that the certificate was requested with; for the answer to a request, see 'adit cert list', and request anew where its key is gone."),
        StoreFailure.WrongStore wrong => Problem(ControlFault.Invalid, failure,
            $"{wrong.Subject} is of no use in the store '{StoreWords.Of(wrong.Store)}'.", $"It belongs to '{StoreWords.Of(wrong.Proper)}': --store {StoreWords.Of(wrong.Proper)}."),
        StoreFailure.WeakKey weak => Problem(ControlFault.Invalid, failure,
            $"The key of {weak.Subject} is {weak.Key}.", "Have a certificate made for P-256, P-384, P-521 or RSA of 2048 to 8192 bits."),
        StoreFailure.NotFound notFound => Problem(ControlFault.NotFound, failure,
            $"No store has a certificate '{notFound.Certificate}'.", "See their thumbprints with 'adit cert list'."),
        StoreFailure.NotExportable notExportable => Problem(ControlFault.Denied, failure,
            $"The key of {notExportable.Subject} was not marked exportable, so it does not leave this server.",
            "Make a new key for the other server, or request or import this one anew with --exportable."),
        _ => Problem(ControlFault.Failed, failure, failure.Code, "See 'adit explain " + failure.Code + "'."),
    };

    /// <summary>A word that stands for no store, template, reason or kind of key.</summary>
    internal static ControlException UnknownWord(string what, string word, IEnumerable<string> known) => new(ControlFault.Invalid, new ProblemView(
        "word-unknown", $"'{word}' is no {what}.", $"One of {string.Join(", ", known)}."));

    private static ControlException Problem(ControlFault fault, Failure failure, string cause, string nextStep) =>
        new(fault, new ProblemView(failure.Code, cause, nextStep));
}
