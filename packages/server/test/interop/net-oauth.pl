# Sends one request, signed by Net::OAuth: {job, keys} on stdin, the answer on stdout.
use strict;
use warnings;
use Encode ();
use HTTP::Tiny;
use JSON::PP;
use Net::OAuth;

my $given = decode_json(do { local $/; <STDIN> });
my ( $job, $keys ) = @{$given}{qw(job keys)};
my %form = map { $_->[0] => $_->[1] } @{ $job->{form} || [] };

# The library wants the parameters of the query decoded, as text.
my ( undef, $query ) = split /\?/, $job->{url}, 2;
my %query;
for my $pair ( split /&/, $query // '' ) {
    my ( $name, $value ) = map { decoded($_) } split /=/, $pair, 2;
    $query{$name} = $value // '';
}
( my $url = $job->{url} ) =~ s/\?.*//;

my $request = Net::OAuth->request('protected resource')->new(
    consumer_key     => $keys->{consumerKey},
    consumer_secret  => $keys->{consumerSecret},
    token            => $keys->{token},
    token_secret     => $keys->{tokenSecret},
    signature_method => $job->{signatureMethod},
    request_method   => $job->{method},
    request_url      => $url,
    timestamp        => time,
    nonce            => join( '', map { sprintf '%04x', rand 65536 } 1 .. 6 ),
    extra_params     => { %query, %form },
);
$request->sign;

my %options = ( headers => { Authorization => $request->to_authorization_header } );
if ( defined $job->{json} ) {
    $options{headers}{'Content-Type'} = 'application/json';
    $options{content} = Encode::encode( 'UTF-8', $job->{json} );
}
elsif ( $job->{form} ) {
    $options{headers}{'Content-Type'} = 'application/x-www-form-urlencoded';
    $options{content} = HTTP::Tiny->new->www_form_urlencode( \%form );
}
my $answer = HTTP::Tiny->new->request( $job->{method}, $job->{url}, \%options );
print encode_json(
    {
        status     => 0 + $answer->{status},
        text       => Encode::decode( 'UTF-8', $answer->{content} ),
        baseString => $request->signature_base_string,
    }
);

sub decoded {
    my ($text) = @_;
    $text =~ tr/+/ /;
    $text =~ s/%(..)/chr hex $1/ge;
    return Encode::decode( 'UTF-8', $text );
}
