using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>The modules that take a set and its presence mask.</summary>
public enum SetPart
{
    Attention,
    AttentionWithSight,
    AttentionToOthers,
    AttentionEncoder,
    AttentionEncoderWithSight,
    AttentionEncoderOfOthers,
    DeepSetEncoder,
    Mean,
    Sum,
    Max,
}

internal static class SetParts
{
    public const int Features = 8;

    private static readonly MaskedAttention Attention = new(Features, 2, 4);
    private static readonly AttentionEncoder AttentionEncoder = new(Features, width: 16, heads: 2, layers: 2);
    private static readonly AttentionEncoder EncoderOfOthers = new(3, width: 16);
    private static readonly DeepSetEncoder DeepSetEncoder = new(Features, width: 16);

    public static TheoryData<SetPart> All => [.. Enum.GetValues<SetPart>()];

    public static TheoryData<SetPart> PerEntity => [.. Enum.GetValues<SetPart>().Where(GivesOneRowPerEntity)];

    public static TheoryData<SetPart> Pooling =>
        [
            .. Enum.GetValues<SetPart>()
                .Where(part => part is not (SetPart.Attention or SetPart.AttentionWithSight or SetPart.AttentionToOthers)),
        ];

    /// <summary>Returns the outputs per entity <c>(batch, entities, …)</c> and pooled <c>(batch, …)</c>.</summary>
    public static (Tensor? PerEntity, Tensor? Pooled) Apply(this SetPart part, Tensor entities, Tensor present, Tensor sight) =>
        part switch
        {
            SetPart.Attention => (Attention.forward(entities, present, null), null),
            SetPart.AttentionWithSight => (Attention.forward(entities, present, sight), null),
            SetPart.AttentionToOthers => (
                Attention.forward(entities, present, sight, Others(entities, Features), OthersPresent(entities)),
                null
            ),
            SetPart.AttentionEncoder => Both(AttentionEncoder.forward(entities, present, null)),
            SetPart.AttentionEncoderWithSight => Both(AttentionEncoder.forward(entities, present, sight)),
            SetPart.AttentionEncoderOfOthers => Both(
                AttentionEncoder.Attend(
                    AttentionEncoder.Embed(entities, present),
                    sight,
                    EncoderOfOthers.Embed(Others(entities, 3), OthersPresent(entities))
                )
            ),
            SetPart.DeepSetEncoder => Both(DeepSetEncoder.forward(entities, present, null)),
            SetPart.Mean => (null, MaskedPooling.Mean(entities, present)),
            SetPart.Sum => (null, MaskedPooling.Sum(entities, present)),
            _ => (null, MaskedPooling.Max(entities, present)),
        };

    public static Tensor[] Results(this SetPart part, Tensor entities, Tensor present, Tensor sight)
    {
        (Tensor? perEntity, Tensor? pooled) = part.Apply(entities, present, sight);
        return [.. new[] { perEntity, pooled }.OfType<Tensor>()];
    }

    /// <summary>Returns the parameters of a module; none for pooling.</summary>
    public static IReadOnlyList<Tensor> Parameters(this SetPart part) => part switch
    {
        SetPart.Attention or SetPart.AttentionWithSight or SetPart.AttentionToOthers => [.. Attention.parameters()],
        SetPart.AttentionEncoder or SetPart.AttentionEncoderWithSight => [.. AttentionEncoder.parameters()],
        SetPart.AttentionEncoderOfOthers => [.. AttentionEncoder.parameters(), .. EncoderOfOthers.parameters()],
        SetPart.DeepSetEncoder => [.. DeepSetEncoder.parameters()],
        _ => [],
    };

    /// <summary>Creates another set, which is the same in every call and is empty in the first environment.</summary>
    private static Tensor Others(Tensor entities, long features) =>
        Constant.Range(entities.size(0) * 4 * features, ScalarType.Float32).cos().reshape(entities.size(0), 4, features);

    private static Tensor OthersPresent(Tensor entities) =>
        Constant.Range(entities.size(0) * 4).reshape(entities.size(0), 4).remainder(Constant.Of(5)).gt(Constant.Of(3));

    private static bool GivesOneRowPerEntity(SetPart part) => part is not (SetPart.Mean or SetPart.Sum or SetPart.Max);

    private static (Tensor, Tensor) Both(EntityEncoding encoding) => (encoding.Entities, encoding.Pooled);
}
