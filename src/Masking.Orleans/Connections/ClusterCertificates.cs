using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Masking.Orleans;

/// <summary>
/// The certificate of a learner or a worker, and the authority that signs the certificates of all of them. A connection is only made
/// between two sides whose certificates this authority has signed. Names in the certificates are not compared.
/// </summary>
public sealed class ClusterCertificates : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2 _own;
    private readonly X509Certificate2 _authority;

    private ClusterCertificates(X509Certificate2 own, X509Certificate2 authority) => (_own, _authority) = (own, authority);

    /// <summary>The certificate of this process, with its private key.</summary>
    internal X509Certificate2 Own => _own;

    /// <summary>
    /// Reads certificates from PEM files. A certificate that states its purposes allows the authentication of servers and of clients.
    /// </summary>
    /// <param name="certificate">The path of the certificate of this process.</param>
    /// <param name="key">The path of its private key, which is not encrypted.</param>
    /// <param name="authority">The path of the certificate of the authority.</param>
    /// <exception cref="IOException">A file is missing or is no such certificate or key, or the authority did not sign the certificate,
    /// or the certificate has expired.</exception>
    public static ClusterCertificates FromPem(string certificate, string key, string authority)
    {
        X509Certificate2? root = null;
        X509Certificate2? own = null;
        try
        {
            root = Load(authority, "the certificate of an authority", pem => X509Certificate2.CreateFromPem(pem));
            using X509Certificate2 withoutKey = Load(certificate, "a certificate", pem => X509Certificate2.CreateFromPem(pem));
            using X509Certificate2 read = Load(
                key,
                $"the private key of {certificate}, not encrypted,",
                pem => X509Certificate2.CreateFromPem(withoutKey.ExportCertificatePem(), pem));

            // On Windows, TLS cannot use a key that only exists in memory.
            own = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
            ClusterCertificates certificates = new(own, root);
            return certificates.Problem(own) is { } problem
                ? throw new IOException(
                    $"{certificate}: expected a valid certificate for servers and clients that {authority} signed: {problem}")
                : certificates;
        }
        catch
        {
            own?.Dispose();
            root?.Dispose();
            throw;
        }
    }

    /// <summary>Returns whether the other side of a connection has a certificate that the authority signed.</summary>
    /// <param name="other">Its certificate.</param>
    internal bool Accepts(X509Certificate2? other) => other is not null && Problem(other) is null;

    /// <summary>Disposes the certificates.</summary>
    public void Dispose()
    {
        _own.Dispose();
        _authority.Dispose();
    }

    private static X509Certificate2 Load(string path, string expected, Func<string, X509Certificate2> create)
    {
        try
        {
            return create(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: expected {expected} as a PEM file: {exception.Message}", exception);
        }
    }

    private string? Problem(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        chain.ChainPolicy.ApplicationPolicy.Add(ClientAuthentication);
        return chain.Build(certificate)
            ? null
            : string.Join(' ', chain.ChainStatus.Select(status => status.StatusInformation.TrimEnd()).Distinct());
    }
}
