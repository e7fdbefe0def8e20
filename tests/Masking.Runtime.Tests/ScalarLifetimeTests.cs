using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Masking.Runtime.Tests;

/// <summary>Some operations of TorchSharp convert a number within, and the finalizer may release it while it is still being read.</summary>
public sealed class ScalarLifetimeTests
{
    private static readonly string[] Converting = ["square", "op_Addition", "op_Subtraction", "op_Multiply", "op_Division", "op_Modulus", "addcdiv", "addcdiv_", "celu", "elu"];

    [Fact]
    public void TheRuntime_CallsNoOperation_ThatConvertsANumberWithin()
    {
        using PEReader file = new(File.OpenRead(typeof(MaskedCategorical).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        string[] called = [.. metadata.MemberReferences.Select(metadata.GetMemberReference).Where(member => IsOfTensor(metadata, member)).Select(member => $"{metadata.GetString(member.Name)}/{Parameters(metadata, member)}")];

        Assert.Contains("add/2", called);
        Assert.DoesNotContain(called, call => call is "add/1" or "add_/1" || Converting.Contains(call.Split('/')[0]));
    }

    private static bool IsOfTensor(MetadataReader metadata, MemberReference member) =>
        member.Parent.Kind == HandleKind.TypeReference && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) == "Tensor";

    private static int Parameters(MetadataReader metadata, MemberReference member)
    {
        BlobReader signature = metadata.GetBlobReader(member.Signature);
        return signature.ReadSignatureHeader().Kind == SignatureKind.Method ? signature.ReadCompressedInteger() : -1;
    }
}
