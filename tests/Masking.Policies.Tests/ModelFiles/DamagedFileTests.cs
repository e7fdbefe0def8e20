using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.ModelFiles;

/// <summary>A file that is not a model file is refused with its reason, and the policy keeps its values.</summary>
public sealed class DamagedFileTests
{
    private const string Tensor = """ "Next.bias":{"dtype":"F32","shape":[3],"data_offsets":[0,12]} """;

    /// <summary>Headers, and what is wrong with them. All have 12 bytes of data.</summary>
    public static TheoryData<string, string> Headers => new()
    {
        { "", "its header is not a JSON object" },
        { " {}", "its header is not a JSON object" },
        { "[]", "its header is not a JSON object" },
        { "{", "its header cannot be read" },
        { "{} {}", "its header cannot be read" },
        { $$"""{ {{Tensor}}, {{Tensor}} }""", "its header cannot be read" },
        { """{"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]},"\u0061":{"dtype":"U8","shape":[6],"data_offsets":[6,12]}}""",
            "its header cannot be read" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "its header cannot be read" },
        { """{"\ud800":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "its header cannot be read" },
        { """{"__metadata__":{"a":1}}""", "its header cannot be read" },
        { """{"__metadata__":{"a":null}}""", "a text in its header is null" },
        { """{"__metadata__":[]}""", "its header cannot be read" },
        { """{"a":1}""", "its header cannot be read" },
        { """{"a":{"dtype":"F32","shape":[3]}}""", "its tensor a needs dtype, shape and two data_offsets" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0]}}""", "its tensor a needs dtype, shape and two data_offsets" },
        { """{"a":{"shape":[3],"data_offsets":[0,12]}}""", "its tensor a needs dtype, shape and two data_offsets" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"more":1}}""", "its tensor a has the unknown entry more" },
        { """{"a":{"dtype":"F8_E4M3","shape":[12],"data_offsets":[0,12]}}""", "the element type F8_E4M3" },
        { """{"a":{"dtype":"f32","shape":[3],"data_offsets":[0,12]}}""", "the element type f32" },
        { """{"a":{"dtype":"F32","shape":[3.5],"data_offsets":[0,12]}}""", "its header cannot be read" },
        { """{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,12]}}""", "its header cannot be read" },
        { """{"a":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}""", "a number in its header is negative" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[-12,0]}}""", "a number in its header is negative" },
        { """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,12]}}""", "its tensor a of (4) float32 does not have the bytes 0 to 12" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}""", "does not have the bytes 12 to 0" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", "does not have the bytes 0 to 0" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,4],"data_offsets":[0,0]}}""", "does not have the bytes" },
        { """{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""",
            "its tensors have 9223372036854775807 bytes, and the file has 12 bytes behind its header" },
        { $$$"""{"a":{"dtype":"U8","shape":[{{{string.Join(',', Enumerable.Repeat(1, 65))}}},12],"data_offsets":[0,12]}}""",
            "does not have the bytes" },
        { "{}", "its tensors have 0 bytes, and the file has 12 bytes behind its header" },
        { """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "its tensors have 8 bytes, and the file has 12 bytes" },
        { """{"a":{"dtype":"U8","shape":[8],"data_offsets":[4,12]}}""", "its tensor a begins at byte 4 of the data" },
        { """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[4,12]}}""",
            "its tensor b begins at byte 4 of the data, and the tensor before it ends at 8" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}}""",
            "its tensor b begins at byte 8 of the data, and the tensor before it ends at 4" },
        { $$"""{ {{Tensor}} }""", "its metadata has no masking.declaration, because another program wrote it. Use LoadMatching" },
        { WithDeclaration("null"), "its declaration cannot be read" },
        { WithDeclaration("[]"), "its declaration cannot be read" },
        { WithDeclaration("{}"), "its declaration cannot be read" },
        { WithDeclaration("""{"name":null,"inputs":[],"core":{"name":"Core","width":1,"part":"A","memory":[]},"actors":[]}"""),
            "its declaration cannot be read" },
        { WithDeclaration("""{"name":"A","inputs":[null],"core":{"name":"Core","width":1,"part":"A","memory":[]},"actors":[]}"""),
            "its declaration cannot be read" },
        { WithDeclaration("""{"name":"A","inputs":[],"core":{"name":"Core","width":1,"part":"A","memory":[]},"actors":[],"more":1}"""),
            "its declaration cannot be read" },
        { WithDeclaration("""{"name":"A","inputs":[],"core":{"name":"Core","width":1,"part":"A"},"actors":[]}"""),
            "its declaration cannot be read" },
        { WithDeclaration("""{"name":"\ud800","inputs":[],"core":{"name":"C","width":1,"part":"A","memory":[]},"actors":[]}"""),
            "its declaration cannot be read" },
        { WithHead("""{"name":"A","kind":1,"components":[],"given":[],"isActionValue":false,"entropyReduction":"mean"}"""),
            "its declaration cannot be read" },
        { WithHead("""{"name":"A","kind":"Choice","components":[{"choices":-1}],"given":[],"isActionValue":false}"""),
            "its declaration cannot be read" },
        { WithHead("""{"name":"A","kind":"choice","components":[{"choices":[null]}],"given":[],"isActionValue":false}"""),
            "its declaration cannot be read" },
        { WithHead(string.Concat(Enumerable.Repeat("[", 1000))), "its declaration cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void WrongHeaders_AreRefusedWithTheReason(string header, string reason)
    {
        using TemporaryFolder folder = new();
        ModelBytes.Write(folder["file"], header, new byte[12]);

        ModelFileException refused = RefusesAndKeepsItsValues(folder["file"]);

        Assert.StartsWith($"{folder["file"]}: expected a model file in the safetensors format, but ", refused.Message,
            StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        Assert.Equal(folder["file"], refused.Path);
    }

    [Fact]
    public void EveryPrefixOfAFile_IsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] file = SavedFile(folder["tiny"]);
        using TinyValues policy = new();
        Dictionary<string, string> before = State.Of(policy);
        for (int length = 0; length < file.Length; length++)
        {
            File.WriteAllBytes(folder["prefix"], file[..length]);

            Assert.IsType<ModelFileException>(Record.Exception(() => policy.LoadFrom(folder["prefix"])));
            Assert.IsType<ModelFileException>(Record.Exception(() => policy.LoadMatching(folder["prefix"])));
        }

        Assert.Equal(before, State.Of(policy));
    }

    [Fact]
    public void BytesBehindTheData_AreRefused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["longer"], [.. SavedFile(folder["tiny"]), 0]);
        RefusesAndKeepsItsValues(folder["longer"]);
    }

    [Fact]
    public void ChangedBits_AreNoticedOrMakeNoDifference()
    {
        using TemporaryFolder folder = new();
        byte[] file = SavedFile(folder["tiny"]);
        using TinyValues saved = TinyValues.Load(folder["tiny"]);
        using TinyValues other = new();
        Dictionary<string, string> expected = State.Of(saved);
        Dictionary<string, string> before = State.Of(other);
        Assert.NotEqual(expected, before);
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Gen<(int Position, int Bit)> change = Gen.OneOf(Gen.Int[0, file.Length - 1], Gen.Int[0, header - 1]).Select(Gen.Int[0, 7]);

        Property.Holds(
            change.Array[1, 3],
            changes =>
            {
                byte[] damaged = [.. file];
                foreach ((int position, int bit) in changes)
                {
                    damaged[position] ^= (byte)(1 << bit);
                }

                File.WriteAllBytes(folder["damaged"], damaged);
                using TinyValues policy = new();
                policy.load_state_dict(other.state_dict());
                Exception? thrown = Record.Exception(() => policy.LoadFrom(folder["damaged"]));

                Assert.True(thrown is null or ModelFileException, $"{thrown}");
                Assert.Equal(thrown is null ? expected : before, State.Of(policy));
            },
            cases: 500);
    }

    [Fact]
    public void TooManyTensors_AreRefused()
    {
        using TemporaryFolder folder = new();
        IEnumerable<string> tensors = Enumerable.Range(0, 100_001).Select(i =>
            $"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        ModelBytes.Write(folder["file"], $"{{{string.Join(',', tensors)}}}", []);

        Assert.Contains("more than 100000 tensors", RefusesAndKeepsItsValues(folder["file"]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000_001)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void HeadersOfAnyLength_AreNotAllocated(ulong length)
    {
        using TemporaryFolder folder = new();
        byte[] file = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        File.WriteAllBytes(folder["file"], file);

        string message = RefusesAndKeepsItsValues(folder["file"]).Message;

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"the file begins with the length {length}, and a header has at most "),
            message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHeaderLongerThanTheFile_IsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] file = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(file, 93);
        File.WriteAllBytes(folder["file"], file);

        Assert.Contains("the file has 100 bytes, and ends within its header of 93 bytes",
            RefusesAndKeepsItsValues(folder["file"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherFormat_IsRefused()
    {
        using TemporaryFolder folder = new();
        using TinyValues policy = new();
        policy.save(folder["tiny.dat"]);
        RefusesAndKeepsItsValues(folder["tiny.dat"]);
        File.WriteAllText(folder["notes.txt"], "No tensors, but more than eight bytes.");
        RefusesAndKeepsItsValues(folder["notes.txt"]);
    }

    [Fact]
    public void InvalidUtf8_IsRefused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["file"], [9, 0, 0, 0, 0, 0, 0, 0, .. "{\""u8, 0xC3, 0x28, .. "\":{}}"u8]);
        Assert.Contains("its header is not a JSON object", RefusesAndKeepsItsValues(folder["file"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FlagsThatAreNeitherZeroNorOne_AreRefused()
    {
        using TemporaryFolder folder = new();
        using FlaggedPolicy policy = new();
        policy.Save(folder["flagged"]);
        ModelBytes file = ModelBytes.Read(folder["flagged"]);
        int[] offsets = file.Header["flags"]!["data_offsets"]!.AsArray().Select(offset => (int)offset!).ToArray();
        file.Data[offsets[0]] = 2;
        file.Metadata["masking.sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Data));
        file.Write(folder["damaged"]);
        Dictionary<string, string> before = State.Of(policy);

        ModelFileException refused = Assert.Throws<ModelFileException>(() => policy.LoadFrom(folder["damaged"]));

        Assert.Contains("its tensor flags has a flag that is neither 0 nor 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, State.Of(policy));
    }

    [Fact]
    public void AFileWithoutChecksum_IsLeftToLoadMatching()
    {
        using TemporaryFolder folder = new();
        SavedFile(folder["tiny"]);
        ModelBytes file = ModelBytes.Read(folder["tiny"]);
        file.Metadata.Remove("masking.sha256");
        file.Write(folder["changed"]);
        using TinyValues policy = new();

        ModelFileException refused = RefusesAndKeepsItsValues(folder["changed"]);

        Assert.Contains("its metadata has no masking.sha256, because another program wrote it. Use LoadMatching", refused.Message,
            StringComparison.Ordinal);
        Assert.True(policy.LoadMatching(folder["changed"]).IsComplete);
    }

    [Fact]
    public void ChangedTensors_AreNoticedByTheChecksum()
    {
        using TemporaryFolder folder = new();
        SavedFile(folder["tiny"]);
        ModelBytes file = ModelBytes.Read(folder["tiny"]);
        file.Data[5] ^= 1;
        file.Write(folder["damaged"]);

        Assert.Contains("its tensors do not have the checksum masking.sha256",
            RefusesAndKeepsItsValues(folder["damaged"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldersAndMissingFiles_AreRefused()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["folder"]);
        using TinyValues policy = new();

        Assert.Equal($"{folder["folder"]}: expected a model file, got a folder of that name.",
            Assert.Throws<ModelFileException>(() => policy.LoadFrom(folder["folder"])).Message);
        Assert.Throws<FileNotFoundException>(() => policy.LoadFrom(folder["missing"]));
        Assert.Throws<FileNotFoundException>(() => TinyValues.Load(folder["missing"]));
        Assert.Throws<ArgumentException>(() => policy.LoadFrom(""));
        Assert.Throws<ArgumentNullException>(() => policy.Save(null!));
    }

    private static byte[] SavedFile(string path)
    {
        using TinyValues policy = new();
        policy.Save(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>Asserts that every way to load refuses a file, and returns the exception of <c>LoadFrom</c>.</summary>
    private static ModelFileException RefusesAndKeepsItsValues(string path)
    {
        using TinyValues policy = new();
        Dictionary<string, string> before = State.Of(policy);
        ModelFileException refused = Assert.Throws<ModelFileException>(() => policy.LoadFrom(path));
        Assert.Equal(refused.Message, Assert.Throws<ModelFileException>(() => TinyValues.Load(path)).Message);
        if (!refused.Message.Contains("Use LoadMatching", StringComparison.Ordinal))
        {
            Assert.Equal(refused.Message, Assert.Throws<ModelFileException>(() => policy.LoadMatching(path)).Message);
        }

        Assert.Equal(before, State.Of(policy));
        return refused;
    }

    private static string WithDeclaration(string declaration) => new JsonObject
    {
        ["__metadata__"] = new JsonObject { ["masking.declaration"] = declaration },
        ["a"] = JsonNode.Parse("""{"dtype":"F32","shape":[3],"data_offsets":[0,12]}"""),
    }.ToJsonString();

    private static string WithHead(string head) => WithDeclaration(
        $$"""{"name":"A","inputs":[],"core":{"name":"Core","width":1,"part":"A","memory":[]},"actors":[{"heads":[{{head}}]}]}""");
}
